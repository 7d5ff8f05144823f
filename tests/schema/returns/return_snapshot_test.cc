#include "schema/returns/return_snapshot.h"

#include <string>

#include <catch2/catch.hpp>

#include "schema/reference_set.h"

namespace tyst {
namespace {

constexpr std::string_view kForm = R"(
form = "small"
version = "1"
title_en = "Small"
title_cy = "Bach"
source = "for this test alone"
base_year = 2020
last_year = 2020
[[codes]]
set = "LS"
values = ["C2", "V2"]
[[table]]
id = "header"
en = "Children"
cy = "Plant"
key = ["CHILD"]
columns = [{ name = "CHILD", kind = "reference" }, { name = "DOB", kind = "date" }]
[[table]]
id = "episodes"
en = "Episodes"
cy = "Episodau"
key = ["CHILD", "DECOM"]
columns = [
    { name = "CHILD", kind = "reference" },
    { name = "DECOM", kind = "date" },
    { name = "LS", kind = "code", codes = "LS" },
]
)";

constexpr std::size_t kHeader = 0;
constexpr std::size_t kEpisodes = 1;

using Values = std::vector<std::string_view>;

class SmallReturn {
  public:
    SmallReturn() : form_(*ReturnForm::read({"small.toml", std::string(kForm)})) {}

    [[nodiscard]] ReturnSnapshot snapshot() {
        ReturnSnapshotBuilder builder(2020, form_.layout(2020), pool_);
        builder.add_row(kEpisodes, 2, Values{"B2", "01/04/2019", "C2"});
        builder.add_row(kEpisodes, 3, Values{"A1", "31/02/2019", "v2"});
        builder.add_row(kEpisodes, 4, Values{"B2", "01/01/2019", "V2"});
        builder.add_row(kEpisodes, 5, Values{"", "01/01/2019", "V2"});
        builder.add_row(kHeader, 2, Values{"B2", "05/06/2010"});
        return builder.finish();
    }
    [[nodiscard]] const TextPool& pool() const { return *pool_; }

  private:
    ReturnForm form_;
    std::shared_ptr<TextPool> pool_ = std::make_shared<TextPool>();
};

TEST_CASE("return snapshot: rows stand by child in the order of the file, children by reference") {
    SmallReturn small;
    const ReturnSnapshot snapshot = small.snapshot();
    std::vector<std::string_view> children;
    for (const TextId child : snapshot.children()) {
        children.push_back(snapshot.pool().text(child));
    }
    CHECK(children == std::vector<std::string_view>{"", "A1", "B2"});
    const auto rows = snapshot.rows_of(kEpisodes, 2);
    REQUIRE(rows.last - rows.first == 2);
    CHECK(snapshot.row(kEpisodes, rows.first).line() == 2);
    CHECK(snapshot.row(kEpisodes, rows.first + 1).line() == 4);
    CHECK(snapshot.rows_of(kHeader, 1).first == snapshot.rows_of(kHeader, 1).last);
    CHECK(snapshot.place_of(*small.pool().find("B2")) == 2);
    CHECK_FALSE(snapshot.place_of(*small.pool().find("C2")));  // a status, no child
    CHECK_FALSE(small.pool().find("C3"));
}

TEST_CASE("return snapshot: a value is kept as written, and compared in upper case") {
    SmallReturn small;
    const ReturnSnapshot snapshot = small.snapshot();
    const ReturnRow row = snapshot.row(kEpisodes, snapshot.rows_of(kEpisodes, 1).first);
    CHECK(row.text(2) == "v2");
    CHECK(row.upper_text(2) == "V2");
    CHECK_FALSE(row.day(1));  // 31 February
    const ReturnRow other = snapshot.row(kEpisodes, snapshot.rows_of(kEpisodes, 2).first);
    CHECK(other.day(1) == Date::of(2019, 4, 1));
}

TEST_CASE("text pool: equal texts have one number, however many there are") {
    TextPool pool;
    std::vector<TextId> ids;
    for (int number = 0; number < 20'000; ++number) {
        ids.push_back(pool.intern("child" + std::to_string(number)));
    }
    for (int number = 0; number < 20'000; ++number) {
        const std::string text = "child" + std::to_string(number);
        REQUIRE(pool.intern(text) == ids[static_cast<std::size_t>(number)]);
        REQUIRE(pool.text(ids[static_cast<std::size_t>(number)]) == text);
        REQUIRE(pool.text(pool.upper(*pool.find(text))) == "CHILD" + std::to_string(number));
    }
    CHECK(pool.intern("") == kEmptyText);
    CHECK_FALSE(pool.find("nobody"));
}

}  // namespace
}  // namespace tyst
