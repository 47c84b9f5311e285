var fromOne = 'one'; console.log('one runs');
