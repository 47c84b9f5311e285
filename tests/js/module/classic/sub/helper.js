self.fromHelper = async () => await import('./module.js');
