const twoIs = 'two'; function fromTwo() { return twoIs; } console.log('two runs');
