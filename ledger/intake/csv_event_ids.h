#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/intake/csv_row_reader.h"
#include "ledger/ledger.h"

namespace tyst {

// Which streams the rows of a file belong to, and which ids their events have.
class CsvEventIds {
  public:
    // `source` is the system that rows come from; the ledger must outlive this.
    CsvEventIds(Ledger& ledger, EventType type, std::string source);

    // Nothing where the ledger holds no event of the subject. Asks the ledger once for each.
    [[nodiscard]] Result<std::optional<StreamId>> stream_of(const SubjectReference& subject);

    // Of a row in its child's stream: by the row's own id, else by what it says.
    [[nodiscard]] Result<EventId> id_of(StreamId stream, const CsvEvent& event);

    // The event that a cell names (OtherEventFinder): a UUID, KIND:ID, or the id of a row of any
    // kind. Where several kinds have that id, one whose name begins like this file's ("placement_"
    // for placement_ended) is meant; else it is invalid_value.
    [[nodiscard]] Result<EventId> find_named(
        const SubjectReference& child, const std::string& named
    );

  private:
    struct Candidate {
        EventType kind = EventType::none;
        EventId id;
    };
    // Those of the kinds that have a recorded row with this id.
    [[nodiscard]] Result<std::vector<Candidate>> recorded(
        StreamId stream, const std::string& row, const std::vector<EventType>& kinds
    );
    [[nodiscard]] Result<EventId> choose(const std::vector<Candidate>& found) const;

    Ledger* ledger_;
    EventType type_;
    std::string source_;
    std::map<SubjectReference, std::optional<StreamId>> streams_;
};

}  // namespace tyst
