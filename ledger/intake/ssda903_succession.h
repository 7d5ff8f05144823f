#pragma once

#include <functional>
#include <map>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/ledger.h"
#include "schema/event.h"

namespace tyst {

// What the ledger holds of what returns said about one child, as the corrections and annulments of
// later returns leave it. Relations that people recorded are passed over: they bear on how a fact
// reads, not on what returns said.
class Ssda903HeldFacts {
  public:
    // Events of the child's stream in the order of the stream.
    explicit Ssda903HeldFacts(std::span<const StoredEvent> stored);

    // Nullptr where no return said it.
    [[nodiscard]] const Event* find(const EventId& id) const;
    // The annulment in force; zero where there is none.
    [[nodiscard]] EventId annulled_by(const EventId& id) const;
    // Facts that episodes gave and that no annulment in force takes away, in the order of the
    // stream.
    [[nodiscard]] std::vector<const Event*> facts_of_episodes() const;

  private:
    void relate(const Event& event);

    std::vector<Event> facts_;
    std::unordered_map<EventId, std::size_t, StrongBytesHash> places_;
    std::unordered_map<EventId, EventId, StrongBytesHash> annulments_;  // by what they annul
    std::unordered_map<EventId, EventId, StrongBytesHash> annulled_;    // by the annulment
};

// What makes the relations of one return: `id` gives the same for the same target and kind.
struct Ssda903Relating {
    std::function<EventId(const EventId& target, std::string_view kind)> id;
    Timestamp learned;
};

// What has to be appended so that the ledger says what the returns say together, the newest one
// included: events that are new, `corrects` where one is said otherwise, `annuls` where episodes no
// longer give one, and the annulment of an annulment where they give it again. In the order of
// `said`, annulments last. `said` are the events that the current return gives or its episodes rest
// on, workers named by person only.
[[nodiscard]] std::vector<Event> ssda903_succession(
    std::vector<Event> said, const Ssda903HeldFacts& held, const Ssda903Relating& relating
);

}  // namespace tyst
