// Rules of forms.

// That one is chosen, of a field whose element may bear no aria-required, as Ant Design gives it to `required`.
export const chosen = (message: string) => ({
  validator: (_: unknown, value: unknown) =>
    (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '') ? Promise.resolve() : Promise.reject(new Error(message)),
});
