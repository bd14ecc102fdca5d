import { init } from 'xnat-prearchive';
import client from 'xnat-prearchive/client.wasm';
import { configure } from 'xnat-prearchive/element';
import app from 'xnat-prearchive/wasm/app_bg.wasm';
import later from 'xnat-prearchive/wasm/app_later.wasm';

init({ module: client });
configure({ app, later });
