#include "ledger/intake/return_sending.h"

#include <utility>

#include <openssl/sha.h>

#include "ledger/intake/bulk_append.h"
#include "ledger/intake/ssda903_received.h"

namespace tyst {
namespace {

constexpr std::string_view kReturnRow = "return";
constexpr std::size_t kReferenceDigits = 16;

std::string digest_of(std::string_view content) {
    Hash digest;
    SHA256(
        reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest.bytes.data()
    );
    return to_hex(digest.view());
}

class Sending {
  public:
    Sending(Ledger& ledger, StreamId actor, ReturnToSend sent)
        : ledger_(ledger), actor_(actor), sent_(std::move(sent)), append_(ledger) {}

    Result<SentReturn> run() {
        const std::string digests = digests_of_files(sent_.statement.files, sent_.contents);
        form_ = sent_.statement.form;
        day_ = sent_.statement.sent;
        reference_ = ledger_.authority() + "/" + std::to_string(sent_.statement.year) + "/sent/" +
                     to_text(day_) + "/" + digest_of(digests).substr(0, kReferenceDigits);
        TYST_ASSIGN(
            stream_,
            ledger_.find_or_create(
                {SubjectKind::received_return, Compartment::none, form_, reference_}
            )
        );
        TYST_TRY(add_statement(digests));
        for (SentRows& child : sent_.children) {
            TYST_TRY(add_child(child));
        }
        TYST_TRY(append_.finish());
        TYST_TRY(ledger_.checkpoint());
        SentReturn done{stream_, 0, sent_.children.size()};
        for (const auto& [type, count] : append_.written()) {
            done.written += count;
        }
        return done;
    }

  private:
    Result<void> add_statement(const std::string& digests) {
        TYST_ASSIGN(Event event, new_event(stream_, "return_sent", sent_.statement));
        event.attachments.push_back({"SHA256SUMS", digests});
        return add_unknown(stream_, {std::move(event)});
    }

    Result<void> add_child(SentRows& child) {
        std::vector<Event> unit;
        auto parts = cut_into_parts(std::move(child.rows));
        for (std::size_t part = 0; part < parts.size(); ++part) {
            ReturnRowsSent body;
            body.sent_return.stream = stream_;
            body.rows = std::move(parts[part]);
            TYST_ASSIGN(
                Event event,
                new_event(
                    child.person, "return_rows_sent#" + std::to_string(part + 1), std::move(body)
                )
            );
            unit.push_back(std::move(event));
        }
        return add_unknown(child.person, std::move(unit));
    }

    Result<Event> new_event(StreamId subject, std::string_view occurrence, Body body) {
        Event event;
        TYST_ASSIGN(
            event.id, ledger_.derived_event_id(subject, form_, kReturnRow, reference_, occurrence)
        );
        event.occurred.date = day_;
        event.recorded_by = actor_;
        event.body = std::move(body);
        return event;
    }

    Result<void> add_unknown(StreamId subject, std::vector<Event> events) {
        std::vector<EventId> ids;
        for (const Event& event : events) {
            ids.push_back(event.id);
        }
        TYST_ASSIGN(const auto found, ledger_.find_events(ids));
        std::vector<PreparedEvent> unknown;
        for (std::size_t at = 0; at < events.size(); ++at) {
            if (!found[at]) unknown.push_back({subject, std::move(events[at])});
        }
        return append_.add(std::move(unknown));
    }

    Ledger& ledger_;
    StreamId actor_;
    ReturnToSend sent_;
    BulkAppend append_;
    Code form_;
    Date day_;
    std::string reference_;
    StreamId stream_;
};

}  // namespace

std::string digests_of_files(
    const std::vector<ReceivedFile>& files, const std::vector<std::string>& contents
) {
    std::string text;
    for (std::size_t at = 0; at < files.size(); ++at) {
        text += digest_of(contents[at]) + "  " + files[at].name + "\n";
    }
    return text;
}

Result<SentReturn> record_sent_return(Ledger& ledger, ReturnToSend sent, StreamId actor) {
    return Sending(ledger, actor, std::move(sent)).run();
}

}  // namespace tyst
