// Words with which the hub leads a browser back from the provider of accounts (core/app/resources/oidc.cpp).
export const refusals = ['forged', 'no_role', 'disabled', 'name_taken', 'name_unfit', 'not_vouched', 'unavailable', 'failed'] as const;

// Any other word says nothing: what stands in an address is never shown.
export function refusedWith(search: string): (typeof refusals)[number] | undefined {
  const word = new URLSearchParams(search).get('refused');
  return refusals.find((each) => each === word);
}
