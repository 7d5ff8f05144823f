#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/evidence/plan_pack.h"
#include "tests/projections/person_builder.h"
#include "tests/projections/records.h"

namespace tyst::test {

// A ledger with one child's life in it, and the verbs of those who make packs. Everybody is
// synthetic.
class PackRecords : public Records {
  public:
    PackRecords();

    // Somebody with an account, who records from now on.
    StreamId become(const std::string& name);
    // Recorded by who recorded last.
    EventId record(const StreamId& stream, Body body, std::string_view occurred);
    EventId record(
        const StreamId& stream, Body body, std::string_view occurred, std::string reason
    );
    EventId correct(
        const StreamId& stream, const EventId& target, Body body, std::vector<std::string> fields
    );
    EventId withhold(
        const StreamId& stream, const EventId& about, std::string what, std::string ground
    );
    void confirm(const StreamId& stream, const EventId& decision);
    void declare_coverage();

    // Looked after under a care order, with a reviewing officer, in a foster home.
    struct Life {
        StreamId child;
        EventId started;
        EventId status;
        EventId allocation;
        EventId placement;
    };
    Life live(const std::string& reference);

    [[nodiscard]] PackQuestion about(std::vector<std::string> children) const;
    [[nodiscard]] PackPlan plan(const PackQuestion& question);

  private:
    StreamId actor_;
};

[[nodiscard]] Streams in_order(Streams streams);
// The content of a file of the plan.
[[nodiscard]] const std::string& file(const PackPlan& plan, std::string_view path);
[[nodiscard]] bool has_file(const PackPlan& plan, std::string_view path);
[[nodiscard]] bool holds(const std::string& text, std::string_view part);
// Every value of the attribute `id`, in order.
[[nodiscard]] std::vector<std::string> ids_in(const std::string& html);

}  // namespace tyst::test
