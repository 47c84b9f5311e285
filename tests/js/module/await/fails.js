await null;
throw new Error('failed after waiting');
