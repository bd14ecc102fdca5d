// The elements <xnat-prearchive> and <xnat-prearchive-count>: importing this defines them.

import { define } from './element/base.js';
import { XnatPrearchiveCount } from './element/count.js';
import { XnatPrearchive } from './element/prearchive.js';

export { configure } from './element/app.js';
export { XnatPrearchive, XnatPrearchiveCount };

define('xnat-prearchive', XnatPrearchive);
define('xnat-prearchive-count', XnatPrearchiveCount);
