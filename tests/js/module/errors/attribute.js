import './fine.js' with { color: 'red' };
