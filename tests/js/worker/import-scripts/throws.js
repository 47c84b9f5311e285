throw new RangeError('from throws.js');
