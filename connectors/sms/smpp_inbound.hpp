// What a peer delivers to us: receipts for what we sent, and citizens' replies.
#pragma once

#include "journal.hpp"
#include "smpp_pdu.hpp"

#include <cstdint>

namespace sms::smpp {

// From "id:… sub:… dlvrd:… submit date:… done date:yyMMddHHmm stat:DELIVRD err:… text:…" and its options.
// `offset_minutes`: the peer's clock before UTC. `now`: of a receipt without a date.
Receipt receipt_of(const Deliver& deliver, std::int64_t offset_minutes, std::int64_t now);

Reply reply_of(const Deliver& deliver, std::int64_t now);

}  // namespace sms::smpp
