// TypeDoc plugin: modules are called as programs import them.

import { Converter, ReflectionKind } from 'typedoc';

export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getChildrenByKind(ReflectionKind.Module)) {
      module.name = module.name === 'index' ? 'xnat-prearchive' : `xnat-prearchive/${module.name}`;
    }
  });
}
