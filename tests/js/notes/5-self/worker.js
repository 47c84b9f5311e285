console.log(self);
