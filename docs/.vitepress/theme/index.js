import DefaultTheme from 'vitepress/theme';

import DemoLink from './DemoLink.vue';
import LiveExamples from './LiveExamples.vue';
import './style.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('DemoLink', DemoLink);
    app.component('LiveExamples', LiveExamples);
  },
};
