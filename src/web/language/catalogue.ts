/** A text of the language for an English one; a plural has a text for each of the language's categories (CLDR), by the English for many. */
export type Catalogue = Readonly<Record<string, string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>>>;
