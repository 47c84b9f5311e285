export const greet = message => 'got ' + message;
