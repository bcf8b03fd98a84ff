/** The forms that a language has for amounts; `#` stands for the number. */
type Forms = { readonly other: string } & {
  readonly [Form in Intl.LDMLPluralRule]?: string;
};

/** Puts a number into words by the rules of a language. */
export function counted(language: string): (amount: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (amount, forms) =>
    (forms[rules.select(amount)] ?? forms.other).replace("#", numbers.format(amount));
}
