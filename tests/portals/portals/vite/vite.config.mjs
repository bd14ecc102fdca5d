export default {
  optimizeDeps: { exclude: ['xnat-prearchive'] },
};
