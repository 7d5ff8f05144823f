#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/intake/ssda903_collector.h"

namespace tyst {

// The tables of one return whose rows say from when to when something held: social workers,
// deprivation of liberty, missing. Each gives false where the row is refused.
class Ssda903Periods {
  public:
    // The collector must outlive it.
    explicit Ssda903Periods(Ssda903Collector& collector) : collector_(&collector) {}

    [[nodiscard]] bool map_social_worker(const Ssda903Row& row);
    [[nodiscard]] bool map_liberty(const Ssda903Row& row);
    // MIS_END is the day on which the child was found or came back.
    [[nodiscard]] bool map_missing(const Ssda903Row& row);

  private:
    struct Period {
        Date began;
        std::optional<Date> ended;
    };
    // What the ids of its two events are made from.
    struct Names {
        std::string_view started;
        std::string_view ended;
    };

    template <class MakeEnded>
    void add(
        const Ssda903Row& row,
        const std::string& key,
        const Period& period,
        const Names& names,
        Body started,
        const MakeEnded& make_ended
    );

    Ssda903Collector* collector_;
    Ssda903RowKeys workers_;
    Ssda903RowKeys liberty_;
    Ssda903RowKeys missing_;
};

}  // namespace tyst
