#pragma once

#include <unordered_map>
#include <vector>

#include "ledger/intake/ssda903_collector.h"

namespace tyst {

// What earlier returns said of one child in all tables but the episodes, joined fact by fact.
class Ssda903SaidBefore {
  public:
    // In the order in which the returns were taken.
    void add(std::vector<Event> events, const Ssda903StatementTime& time);
    // Joins what the current return said, which `current` has gathered: events of earlier returns
    // alone come first, then its own as they read together with the earlier ones; a fact that was
    // said otherwise before is found.
    void join(Ssda903Collector& current, const Ssda903StatementTime& time);

  private:
    struct Said {
        Event event;
        Ssda903StatementTime time;
    };
    std::vector<Said> said_;
    std::unordered_map<EventId, std::size_t, StrongBytesHash> places_;
};

}  // namespace tyst
