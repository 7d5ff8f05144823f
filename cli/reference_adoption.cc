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
    TYST_ASSIGN(
        const auto events, ledger.read_stream(ledger.authority_stream(), ReadDepth::event_only)
    );
    std::optional<LogIndex> newest;
    for (const StoredEvent& stored : events) {
        if (std::holds_alternative<ReferenceSetAdopted>(stored.event.body)) {
            newest = stored.index;
        }
    }
    if (!newest) {
        return std::optional<ReferenceSet>();
    }
    TYST_ASSIGN(const auto stored, ledger.read(*newest, ReadDepth::with_attachments));
    TYST_ASSIGN(auto files, files_in(stored));
    TYST_ASSIGN(auto reference, ReferenceSet::load(std::move(files)));
    if (reference.digest() != std::get<ReferenceSetAdopted>(stored.event.body).digest) {
        return fail(
            ErrorCode::corrupt_event,
            "the reference set of entry " + std::to_string(newest->value) +
                " does not have the digest that it was adopted with"
        );
    }
    return std::optional<ReferenceSet>(std::move(reference));
}

}  // namespace tyst::cli
