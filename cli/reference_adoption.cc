#include "cli/reference_adoption.h"

#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "reference/embedded.h"

namespace tyst::cli {
namespace {

// The one attachment of an adoption: a JSON object from path to text.
constexpr std::string_view kAttachmentName = "files.json";
constexpr std::size_t kDigestDigitsMin = 8;

Result<std::vector<ReferenceFileText>> files_in(const StoredEvent& adoption) {
    const auto& attachments = adoption.event.attachments;
    boost::system::error_code fault;
    const auto parsed = attachments.size() == 1 ? boost::json::parse(attachments[0].content, fault)
                                                : boost::json::value();
    if (fault || !parsed.is_object()) {
        return fail(
            ErrorCode::corrupt_event,
            "the reference set of entry " + std::to_string(adoption.index.value) +
                " is not one JSON object of files"
        );
    }
    std::vector<ReferenceFileText> files;
    for (const auto& [path, text] : parsed.as_object()) {
        if (!text.is_string()) {
            return fail(ErrorCode::corrupt_event, "a reference file is no text");
        }
        files.push_back({std::string(path), std::string(text.as_string())});
    }
    return files;
}

// The last adoption of a set whose digest begins so.
Result<std::optional<LogIndex>> newest_adoption(Ledger& ledger, const std::string& digest) {
    TYST_ASSIGN(
        const auto events, ledger.read_stream(ledger.authority_stream(), ReadDepth::event_only)
    );
    std::optional<LogIndex> newest;
    for (const StoredEvent& stored : events) {
        const auto* const adopted = std::get_if<ReferenceSetAdopted>(&stored.event.body);
        if (adopted != nullptr && to_hex(adopted->digest.view()).starts_with(digest)) {
            newest = stored.index;
        }
    }
    return newest;
}

Result<ReferenceSet> read_adoption(Ledger& ledger, LogIndex index) {
    TYST_ASSIGN(const auto stored, ledger.read(index, ReadDepth::with_attachments));
    TYST_ASSIGN(auto files, files_in(stored));
    TYST_ASSIGN(auto reference, ReferenceSet::load(std::move(files)));
    if (reference.digest() != std::get<ReferenceSetAdopted>(stored.event.body).digest) {
        return fail(
            ErrorCode::corrupt_event,
            "the reference set of entry " + std::to_string(index.value) +
                " does not have the digest that it was adopted with"
        );
    }
    return reference;
}

}  // namespace

Result<ReferenceSet> embedded_reference_set() {
    std::vector<ReferenceFileText> files;
    for (const EmbeddedFile& file : embedded_reference_files()) {
        files.push_back({std::string(file.path), std::string(file.text)});
    }
    return ReferenceSet::load(std::move(files));
}

Result<Receipt> adopt(
    Ledger& ledger, StreamId actor, const ReferenceSet& reference, const std::string& reason
) {
    ReferenceSetAdopted body{
        .name = "tyst", .version = TYST_VERSION, .digest = reference.digest(), .files = {}
    };
    Event event;
    boost::json::object texts;
    for (std::size_t at = 0; at < reference.files().size(); ++at) {
        const ReferenceFileText& file = reference.files()[at];
        body.files.push_back({file.path, reference.file_digests()[at]});
        texts.emplace(file.path, file.text);
    }
    // Together: an entry holds fewer parts than a set has files.
    event.attachments.push_back({std::string(kAttachmentName), boost::json::serialize(texts)});
    event.id = ledger.new_event_id();
    event.occurred.date = london_date(ledger.clock().now());
    event.recorded_by = actor;
    event.reason = reason;
    event.language = "en";
    event.body = std::move(body);
    TYST_ASSIGN(
        const auto receipts, ledger.append({{{ledger.authority_stream(), std::move(event)}}, {}})
    );
    return receipts.front();
}

Result<std::optional<ReferenceSet>> adopted_reference_set(Ledger& ledger) {
    TYST_ASSIGN(const auto newest, newest_adoption(ledger, ""));
    if (!newest) return std::optional<ReferenceSet>();
    TYST_ASSIGN(auto reference, read_adoption(ledger, *newest));
    return std::optional<ReferenceSet>(std::move(reference));
}

Result<ReferenceSet> adopted_reference_set(Ledger& ledger, const std::string& digest) {
    std::optional<LogIndex> newest;
    if (digest.size() >= kDigestDigitsMin) {
        TYST_ASSIGN(newest, newest_adoption(ledger, digest));
    }
    if (!newest) {
        return fail(
            ErrorCode::not_found,
            "'" + digest +
                "' is no reference set that this ledger adopted: give `adopted`, `program`, or the "
                "first eight digits or more of a set's digest, as answers in JSON name it"
        );
    }
    return read_adoption(ledger, *newest);
}

}  // namespace tyst::cli
