import 'bare';
