#include "support/attributes.hpp"

#include "sql/quote.hpp"
#include "support/cluster.hpp"
#include "support/migration.hpp"

#include <doctest/doctest.h>

namespace limbeck::testing {

void check_attributes(const std::vector<AttributeCase>& cases) {
  Cluster& cluster = Cluster::shared();
  for (const AttributeCase& row : cases) {
    CAPTURE(std::string(row.name));
    if (cluster.major_version() < row.since) {
      MESSAGE("skipped on PostgreSQL " << cluster.major_version() << ": it is for " << row.since);
      continue;
    }
    const std::string before = std::string(row.common) + row.was;
    const std::string after = std::string(row.common) + row.now;
    const std::string live = cluster.create_from_sql(before, "live");
    const std::string wanted = cluster.create_from_sql(after, "wanted");
    const std::string origin = cluster.create_from_sql(before, "origin");
    pg::Connection connection(cluster.url(live));
    pg::Connection target(cluster.url(wanted));
    const diff::Plan plan = plan_to_database(connection, target);
    CHECK(changes_of(plan) == sql::join(row.up, "\n"));
    pg::Connection source(cluster.url(origin));
    CHECK(changes_of(plan_to_database(target, source)) == sql::join(row.down.empty() ? row.up : row.down, "\n"));
    apply(connection, plan.upgrade);
    check_equal(live, wanted);
    CHECK(changes_of(plan_to_database(connection, target)) == "");
    apply(connection, plan.downgrade);
    check_equal(live, origin);
  }
}

}  // namespace limbeck::testing
