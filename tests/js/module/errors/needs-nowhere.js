import './nowhere.js'; console.log('never');
