// A syntax error belongs to the file that it is in, not to the importScripts() that throws it.
try {
  importScripts('broken.js');
} catch (error) {
  console.log(error.name, error.fileName.replace(/.*\//, ''), error.lineNumber);
  console.log(error.stack.split('\n')[1].replace(/https.*\//, ''));
  onerror = (message, filename, lineno, colno, same) => {
    console.log(filename.replace(/.*\//, ''), lineno, colno, same === error);
    return true;
  };
  reportError(error);
}
