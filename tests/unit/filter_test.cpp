#include "toml/filter.hpp"

#include "model/error.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace limbeck {

TEST_CASE("filter: patterns are of a kind, and of the last parts of a name") {
  struct Case {
    std::vector<std::string> include;
    std::vector<std::string> exclude;
    ObjectId id;
    bool left_out;
  };
  const ObjectId table{"table", "public", "", "tmp_a", ""};
  const ObjectId index{"index", "public", "tmp_a", "i_brin", ""};
  const ObjectId schema{"schema", "", "", "audit", ""};
  for (const Case& row : std::vector<Case>{
           {{}, {}, table, false},
           {{}, {"tmp_*"}, table, true},
           {{}, {"public.tmp_*"}, table, true},
           {{}, {"other.tmp_*"}, table, false},
           {{}, {"table:tmp_?"}, table, true},
           {{}, {"view:tmp_?"}, table, false},
           {{}, {"public.x.tmp_a"}, table, false},
           {{}, {"*"}, index, false},  // what stands in a table is named by its kind only
           {{}, {"index:*_brin"}, index, true},
           {{}, {"index:tmp_a.*_brin"}, index, true},
           {{}, {"index:public.tmp_a.*"}, index, true},
           {{}, {"index:public.*_brin"}, index, false},
           {{}, {"*"}, schema, false},
           {{}, {"schema:aud*"}, schema, true},
           {{"app_*"}, {}, table, true},
           {{"app_*", "tmp_*"}, {}, table, false},
           {{"tmp_*"}, {"*_a"}, table, true},
           {{"view:app_*"}, {}, table, false},
           {{"app_*"}, {}, schema, false},
       }) {
    CAPTURE(display_name(row.id));
    CAPTURE(row.exclude.empty() ? std::string() : row.exclude.front());
    CHECK(Filter(row.include, row.exclude).leaves_out(row.id) == row.left_out);
  }
  for (const char* wrong : {"tabel:x", "a..b", "a.b.c.d", ""}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(Filter({}, {wrong}), Error);
  }
}

}  // namespace limbeck
