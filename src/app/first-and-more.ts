/** Several files in few words: the name of the first, and how many more there are. `files` has at least one. */
export const firstAndMore = (files: readonly { readonly name: string }[]): string =>
  files.length === 1 ? files[0]!.name : `${files[0]!.name} and ${files.length - 1} more`;
