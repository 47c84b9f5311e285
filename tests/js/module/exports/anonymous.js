export default () => 'anonymous';
