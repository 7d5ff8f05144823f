#include "ledger/evidence/pack_receipt.h"

#include <fmt/format.h>

#include "ledger/evidence/pack_layout.h"
#include "ledger/ledger.h"
#include "schema/base64.h"

namespace tyst {
namespace {

constexpr std::string_view kReceiptHeader = "tyst-pack-receipt/1";

std::unexpected<Error> no_receipt(std::string_view reason) {
    return fail(ErrorCode::invalid_value, fmt::format("pack receipt: {}", reason));
}

// What follows "WORD " on the next line.
Result<std::string_view> take_value(std::string_view& rest, std::string_view word) {
    const std::optional<std::string_view> line = take_text_line(rest);
    if (!line || !line->starts_with(word) || line->substr(word.size(), 1) != " ") {
        return no_receipt(fmt::format("it has no line '{} …' where one must stand", word));
    }
    return line->substr(word.size() + 1);
}

Result<std::string> take_bytes(std::string_view& rest, std::string_view word) {
    TYST_ASSIGN(const std::string_view value, take_value(rest, word));
    const std::optional<std::string> bytes = from_base64(value);
    return bytes ? Result<std::string>(*bytes)
                 : no_receipt(fmt::format("what follows '{}' is no base64", word));
}

template <class T>
Result<T> take_digits(std::string_view& rest, std::string_view word) {
    TYST_ASSIGN(const std::string_view value, take_value(rest, word));
    const auto parsed = parse_hex<T>(value);
    return parsed ? Result<T>(*parsed)
                  : no_receipt(fmt::format("what follows '{}' is not 64 hex digits", word));
}

}  // namespace

std::string pack_receipt_text(const PackReceipt& receipt) {
    return fmt::format(
        "{}\nmanifest {}\nentry {}\npart {}\nkey {}\n\n{}",
        kReceiptHeader,
        to_hex(receipt.manifest.view()),
        to_base64(as_bytes(receipt.entry)),
        to_base64(as_bytes(receipt.sealed)),
        to_hex(receipt.key.view()),
        receipt.proof
    );
}

Result<PackReceipt> parse_pack_receipt(std::string_view text) {
    if (text.size() > kPackReceiptBytesMax) {
        return no_receipt(fmt::format("{} bytes are too long", text.size()));
    }
    if (take_text_line(text) != kReceiptHeader) {
        return no_receipt(fmt::format("it does not start with {}", kReceiptHeader));
    }
    PackReceipt receipt;
    TYST_ASSIGN(receipt.manifest, take_digits<Hash>(text, "manifest"));
    TYST_ASSIGN(receipt.entry, take_bytes(text, "entry"));
    TYST_ASSIGN(receipt.sealed, take_bytes(text, "part"));
    TYST_ASSIGN(receipt.key, take_digits<SecretKey>(text, "key"));
    if (take_text_line(text) != "") {
        return no_receipt("it has no empty line before its proof");
    }
    receipt.proof = text;
    return receipt;
}

Result<PackReceipt> make_pack_receipt(Ledger& ledger, const Hash& manifest, LogIndex index) {
    PackReceipt receipt;
    receipt.manifest = manifest;
    TYST_ASSIGN(receipt.entry, ledger.entry_bytes(index));
    TYST_ASSIGN(Ledger::SealedPartCopy part, ledger.sealed_part(index, 0));
    receipt.sealed = std::move(part.sealed);
    TYST_ASSIGN(receipt.key, ledger.part_key(index, 0));
    TYST_ASSIGN(receipt.proof, ledger.prove(index));
    return receipt;
}

}  // namespace tyst
