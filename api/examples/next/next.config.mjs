export default {
  output: "export",
  trailingSlash: true, // services/emdr/index.html, which every host serves at /services/emdr
  turbopack: { root: import.meta.dirname },
};
