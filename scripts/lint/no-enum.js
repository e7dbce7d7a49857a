// `as const` objects in place of enums: what runs is what is written, and types are erased.
export default {
  meta: { name: 'house' },
  rules: {
    'no-enum': {
      create: (context) => ({
        TSEnumDeclaration: (node) => context.report({ node, message: 'An `as const` object, please.' }),
      }),
    },
  },
};
