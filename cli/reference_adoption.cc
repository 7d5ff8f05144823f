#include "cli/reference_adoption.h"

#include <string>
#include <utility>
#include <vector>

#include "reference/embedded.h"

namespace tyst::cli {

Result<ReferenceSet> embedded_reference_set() {
    std::vector<ReferenceFileText> files;
    for (const EmbeddedFile& file : embedded_reference_files()) {
        files.push_back({std::string(file.path), std::string(file.text)});
    }
    return ReferenceSet::load(std::move(files));
}

Result<Receipt> adopt(Ledger& ledger, StreamId actor, const ReferenceSet& reference) {
    ReferenceSetAdopted body{
        .name = "tyst", .version = TYST_VERSION, .digest = reference.digest(), .files = {}
    };
    Event event;
    for (std::size_t at = 0; at < reference.files().size(); ++at) {
        const ReferenceFileText& file = reference.files()[at];
        body.files.push_back({file.path, reference.file_digests()[at]});
        event.attachments.push_back({file.path, file.text});
    }
    event.id = ledger.new_event_id();
    event.occurred.date = london_date(ledger.clock().now());
    event.recorded_by = actor;
    event.reason = "reference set of the program";
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
    TYST_ASSIGN(auto stored, ledger.read(*newest, ReadDepth::with_attachments));
    std::vector<ReferenceFileText> files;
    files.reserve(stored.event.attachments.size());
    for (Attachment& attachment : stored.event.attachments) {
        files.push_back({std::move(attachment.name), std::move(attachment.content)});
    }
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
