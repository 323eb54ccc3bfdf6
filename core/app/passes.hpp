// Movement passes of the hub itself: issued, revoked, and in the store like those of any system.
#pragma once

#include "app/configuration.hpp"
#include "base/clock.hpp"
#include "qr/keys.hpp"
#include "store/store.hpp"

#include <stop_token>
#include <string>

namespace lt::app {

struct NewPass {
  std::string document;  // the person's document number
  std::string code;      // empty: one that nobody can guess
  int days = 0;          // 0: as qr.yaml says
  std::string purpose, from, to, vehicle;
};

struct IssuedPass {
  std::string code;
  std::string expires_at;  // canonical
  std::string text;        // of the QR code, signed
};

// The key that passes are signed with: a secret, or a file beside the store that is made at first use.
qr::SigningKey pass_signing_key(const Configuration& configuration);

// Each is one run of the flow of the system "lienthong" with the stream issued_passes or revoked_passes, done when it
// returns. Throw Error misconfigured: there is no such flow; the code is taken; no such pass is known; its mapping
// refuses the record.
IssuedPass issue_pass(const Configuration& configuration, const NewPass& wanted, store::Store& store,
                      const Clock& clock, const std::stop_token& stop);
// `code`: of any pass that the store knows, whoever issued it, or the text of its QR code.
void revoke_pass(const Configuration& configuration, const std::string& code, const std::string& reason,
                 store::Store& store, const Clock& clock, const std::stop_token& stop);
// Takes revoke_pass() back.
void restore_pass(const Configuration& configuration, const std::string& code, store::Store& store, const Clock& clock,
                  const std::stop_token& stop);

}  // namespace lt::app
