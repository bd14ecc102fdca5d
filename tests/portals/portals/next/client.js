import 'xnat-prearchive/element';
