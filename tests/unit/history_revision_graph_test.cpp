#include "history/revision_graph.hpp"
#include "history/target.hpp"
#include "model/error.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

using namespace limbeck;
using namespace limbeck::history;

namespace {

Revision node(std::string id, Ids down = {}, Ids depends = {}, Ids labels = {}) {
  Revision revision;
  revision.path = "m/" + id + ".sql";
  revision.id = std::move(id);
  revision.down_revisions = std::move(down);
  revision.depends_on = std::move(depends);
  revision.branch_labels = std::move(labels);
  return revision;
}

// a1 - b1 - c1 - m1 - e1      bill0 - bill1 (needs b1)
//         \ c2 /
RevisionGraph sample() {
  return RevisionGraph({node("a1"), node("b1", {"a1"}), node("c1", {"b1"}), node("c2", {"b1"}, {}, {"side-1"}),
                        node("m1", {"c1", "c2"}), node("e1", {"m1"}), node("bill0", {}, {}, {"billing"}),
                        node("bill1", {"bill0"}, {"b1"})});
}

std::string failure_of(const auto& action) {
  try {
    static_cast<void>(action());
  } catch (const Error& error) {
    CHECK(error.status == ExitStatus::history);
    std::string text = error.what();
    for (const Diagnostic& each : error.diagnostics) text += "\n" + each.message;
    return text + "\n" + error.hint;
  }
  return "no error";
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("heads, bases and branches") {
  const RevisionGraph graph = sample();
  Ids heads = graph.heads();
  std::sort(heads.begin(), heads.end());
  CHECK(heads == Ids{"bill1", "e1"});
  CHECK(graph.bases() == Ids{"a1", "bill0"});
  CHECK(graph.branch_points() == Ids{"b1"});
  CHECK(graph.children("b1") == Ids{"c1", "c2"});
  CHECK(graph.dependents("b1") == Ids{"bill1"});
  CHECK(graph.ancestors({"m1"}) == Ids{"a1", "b1", "c1", "c2", "m1"});
  CHECK(*graph.label_owner("billing") == "bill0");
}

TEST_CASE("a graph that does not fit together is refused, with every mistake") {
  const auto failure = [](std::vector<Revision> revisions) {
    return failure_of([&] { return RevisionGraph(std::move(revisions)); });
  };
  CHECK(holds(failure({node("a1"), node("a1")}), "revision 'a1' stands in m/a1.sql too"));
  CHECK(holds(failure({node("a1", {"zz"})}), "revision 'a1' revises 'zz', which no file holds"));
  CHECK(holds(failure({node("a1", {}, {"zz"})}), "revision 'a1' depends on 'zz', which no file holds"));
  CHECK(holds(failure({node("a1", {"b1"}), node("b1", {"a1"})}), "cycle: a1 -> b1 -> a1"));
  CHECK(holds(failure({node("a1", {"a1"})}), "cycle: a1 -> a1"));
  CHECK(holds(failure({node("a1"), node("b1", {"a1"}, {"c1"}), node("c1", {"b1"})}), "cycle: b1 -> c1 -> b1"));
  CHECK(holds(failure({node("a1", {}, {}, {"x"}), node("b1", {}, {}, {"x"})}), "branch label 'x' belongs to"));
  CHECK(holds(failure({node("a1", {}, {}, {"b1"}), node("b1")}), "branch label 'b1' is the id"));
  // Each says where it stands, and what opens the file.
  try {
    const RevisionGraph graph({node("a1", {"b1"}), node("b1", {"a1"}), node("c1", {"zz"})});
    FAIL("a cycle");
  } catch (const Error& error) {
    REQUIRE(error.diagnostics.size() == 2);
    CHECK(error.diagnostics[0].where.file == "m/c1.sql");
    CHECK(holds(error.diagnostics[0].hint, "limbeck edit c1"));
    CHECK(error.diagnostics[1].where.file == "m/a1.sql");
    CHECK(holds(error.diagnostics[1].hint, "limbeck edit"));
  }
  const std::string both = failure({node("a1"), node("a1"), node("b1", {"zz"})});
  CHECK(holds(both, "too"));
  CHECK(holds(both, "zz"));
}

TEST_CASE("names of revisions") {
  const RevisionGraph graph = sample();
  const Ids rows = {"c1"};
  struct Row {
    std::string_view text;
    Ids expected;
  };
  const Row rows_of_table[] = {
      {"a1", {"a1"}},
      {"a", {"a1"}},
      {"base", {}},
      {"billing", {"bill0"}},
      {"billing@head", {"bill1"}},
      {"billing@heads", {"bill1"}},
      {"a1@head", {"e1"}},
      {"current", {"c1"}},
      {"e1-1", {"m1"}},
      {"a1-1", {}},
      {"a1+1", {"b1"}},
      {"base+0", {}},
      {"m1+1", {"e1"}},
      {"side-1", {"c2"}},
      {"side-1+1", {"m1"}},
      {"side-1@head-1", {"m1"}},
      {"+1", {"m1"}},
      {"-1", {"b1"}},
      {"current-2", {"a1"}},
      {"billing@+1", {"bill0"}},
      {"billing@bill1", {"bill1"}},
      {"billing@base", {}},
      {"billing@base+2", {"bill1"}},
  };
  for (const Row& row : rows_of_table) {
    CAPTURE(row.text);
    CHECK(resolve(graph, row.text, &rows) == row.expected);
  }
  struct Failure {
    std::string_view text;
    std::string_view message;
  };
  const Failure failures[] = {
      {"head", "there are 2 heads: "},
      {"head", "limbeck merge heads -m"},
      {"zz", "no file holds revision 'zz'"},
      {"", "no file holds revision ''"},
      {"b", "'b' is the beginning of several revisions: b1, bill0, bill1"},
      {"c", "'c' is the beginning of several revisions: c1, c2"},
      {"b1+1", "the way up from 'b1' parts: c1, c2"},
      {"m1-1", "the way down from 'm1' parts: c1, c2"},
      {"e1+1", "there are not 1 revisions above 'e1'"},
      {"b1-3", "there are not 3 revisions below 'b1'"},
      {"billing@e1", "revision 'e1' does not belong to branch 'billing'"},
      {"@head", "names no revision"},
      {"x@head", "no file holds revision 'x'"},
  };
  for (const Failure& row : failures) {
    CAPTURE(row.text);
    const std::string text = failure_of([&] { return resolve(graph, row.text, &rows); });
    CHECK_MESSAGE(holds(text, row.message), text);
  }
  CHECK(holds(failure_of([&] { return resolve(graph, "+1"); }), "no database is asked"));
}

TEST_CASE("paths up and down") {
  const RevisionGraph graph = sample();
  struct Row {
    Direction direction;
    Ids rows;
    std::string_view target;
    Ids path;
  };
  const Row table[] = {
      {Direction::upgrade, {}, "c2", {"a1", "b1", "c2"}},
      {Direction::upgrade, {"a1"}, "c2", {"b1", "c2"}},
      {Direction::upgrade, {"c1"}, "b1", {}},
      {Direction::upgrade, {}, "billing@head", {"a1", "b1", "bill0", "bill1"}},
      {Direction::upgrade, {"c1"}, "+1", {"c2", "m1"}},
      {Direction::upgrade, {"c1", "bill0"}, "billing@+1", {"bill1"}},
      {Direction::upgrade, {}, "heads", {"a1", "b1", "bill0", "bill1", "c1", "c2", "m1", "e1"}},
      {Direction::downgrade, {"e1"}, "b1", {"e1", "m1", "c2", "c1"}},
      {Direction::downgrade, {"e1"}, "-1", {"e1"}},
      {Direction::downgrade, {"e1"}, "-2", {"e1", "m1"}},
      {Direction::downgrade, {"m1"}, "c1", {"m1"}},
      {Direction::downgrade, {"e1", "bill1"}, "billing@-1", {"bill1"}},
      {Direction::downgrade, {"e1", "bill1"}, "billing@base", {"bill1", "bill0"}},
      {Direction::downgrade, {"e1", "bill1"}, "billing", {"bill1"}},
      {Direction::downgrade, {"e1", "bill1"}, "a1", {"e1", "m1", "c2", "c1", "bill1", "b1"}},
      {Direction::downgrade, {"c1"}, "c1", {}},
      {Direction::downgrade, {"b1"}, "base", {"b1", "a1"}},
      {Direction::downgrade, {}, "base", {}},
  };
  for (const Row& row : table) {
    CAPTURE(row.target);
    CAPTURE(word_of(row.direction));
    const Ids path = row.direction == Direction::upgrade ? upgrade_path(graph, row.rows, row.target)
                                                         : downgrade_path(graph, row.rows, row.target);
    CHECK(path == row.path);
  }
  const auto up = [&](const Ids& rows, std::string_view target) {
    return failure_of([&] { return upgrade_path(graph, rows, target); });
  };
  const auto down = [&](const Ids& rows, std::string_view target) {
    return failure_of([&] { return downgrade_path(graph, rows, target); });
  };
  CHECK(holds(up({}, "head"), "there are 2 heads"));
  CHECK(holds(up({"c1", "bill0"}, "+1"), "stands at several revisions: c1, bill0"));
  CHECK(holds(up({}, "+1"), "the way up from 'base' parts: a1, bill0"));
  CHECK(holds(up({"a1"}, "-1"), "leads down"));
  CHECK(holds(up({"a1"}, "base"), "downgrade base"));
  CHECK(holds(down({"e1"}, "-3"), "stands at several revisions: c1, c2"));
  CHECK(holds(down({"a1"}, "-2"), "only 1 revisions can be undone, not 2"));
  CHECK(holds(down({"a1"}, "e1"), "revision 'e1' is not applied"));
  CHECK(holds(down({"a1"}, "+1"), "leads up"));
}

TEST_CASE("parents of new revisions and merges") {
  const RevisionGraph graph = sample();
  CHECK(parents_of_new(RevisionGraph(), "head").empty());
  CHECK(parents_of_new(graph, "base").empty());
  CHECK(parents_of_new(graph, "e1") == Ids{"e1"});
  CHECK(parents_of_new(graph, "b1", true) == Ids{"b1"});
  CHECK(holds(failure_of([&] { return parents_of_new(graph); }), "there are 2 heads"));
  CHECK(holds(failure_of([&] { return parents_of_new(graph, "b1"); }), "--splice"));
  CHECK(parents_of_merge(graph, {"heads"}).size() == 2);
  CHECK(parents_of_merge(graph, {"e1", "bill1"}) == Ids{"e1", "bill1"});
  CHECK(holds(failure_of([&] { return parents_of_merge(graph, {"e1"}); }), "at least two"));
  CHECK(holds(failure_of([&] { return parents_of_merge(graph, {"e1", "b1"}); }), "'b1' is an ancestor of 'e1'"));
}

TEST_CASE("ranges are newest first") {
  const RevisionGraph graph = sample();
  CHECK(range(graph, "b1:m1") == Ids{"m1", "c2", "c1", "b1"});
  CHECK(range(graph, ":b1") == Ids{"b1", "a1"});
  CHECK(range(graph, "m1:") == Ids{"e1", "m1"});
  CHECK(range(graph, ":").size() == 8);
  CHECK(range(graph, "b1") == Ids{"b1"});
}

TEST_CASE("R57: whatever path is walked, version rows stay an antichain") {
  std::mt19937 random(20261021);
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
  };
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    const std::size_t size = 1 + below(14);
    std::vector<Revision> nodes;
    for (std::size_t at = 0; at < size; ++at) {
      Revision revision = node("r" + std::to_string(at));
      std::set<std::string> down;
      std::set<std::string> needs;
      if (at > 0) {
        for (std::size_t count = below(3); count > 0; --count) down.insert("r" + std::to_string(below(at)));
        if (below(3) == 0) needs.insert("r" + std::to_string(below(at)));
      }
      revision.down_revisions.assign(down.begin(), down.end());
      revision.depends_on.assign(needs.begin(), needs.end());
      nodes.push_back(std::move(revision));
    }
    std::shuffle(nodes.begin(), nodes.end(), random);
    const RevisionGraph graph(std::move(nodes));

    Ids rows;
    std::set<std::string> applied;  // kept by hand, as the database would have it
    const auto check_antichain = [&] {
      const Ids closed = graph.ancestors(rows);
      CHECK(std::set<std::string>(closed.begin(), closed.end()) == applied);
      for (const std::string& row : rows) {
        const Ids ancestors = graph.ancestors({row});
        for (const std::string& other : rows) {
          CHECK((other == row || std::find(ancestors.begin(), ancestors.end(), other) == ancestors.end()));
        }
      }
    };
    for (int walk = 0; walk < 8; ++walk) {
      const std::string target = graph.revisions()[below(size)].id;
      if (below(4) == 0) {
        // What was named is applied with all below it, and nothing above it is; other branches stay.
        std::vector<std::string> targets{target};
        if (below(3) == 0) targets.push_back(graph.revisions()[below(size)].id);
        if (below(8) == 0) targets = {"base"};
        rows = stamped_rows(graph, rows, targets);
        const Ids closed = graph.ancestors(rows);
        applied = {closed.begin(), closed.end()};
        check_antichain();
        if (targets.front() == "base") CHECK(rows.empty());
        for (const std::string& each : targets) CHECK((each == "base" || applied.contains(each)));
        if (targets.size() == 1) {
          for (const std::string& each : graph.descendants(targets.front() == "base" ? Ids{} : Ids{target}))
            CHECK((each == target || !applied.contains(each)));
        }
        continue;
      }
      const bool up = applied.empty() || below(2) == 0;
      if (!up && !applied.contains(target)) continue;
      const Direction direction = up ? Direction::upgrade : Direction::downgrade;
      for (const std::string& id : up ? upgrade_path(graph, rows, target) : downgrade_path(graph, rows, target)) {
        CAPTURE(id);
        rows = graph.rows_after(direction, rows, id);
        if (up) {
          for (const auto* list : {&graph.at(id).down_revisions, &graph.at(id).depends_on}) {
            for (const std::string& parent : *list) CHECK(applied.contains(parent));
          }
          CHECK(applied.insert(id).second);
        } else {
          CHECK(applied.erase(id) == 1);
          for (const std::string& child : graph.descendants({id})) CHECK_FALSE(applied.contains(child));
        }
        check_antichain();
      }
      if (up) CHECK(applied.contains(target));
    }
    for (const std::string& id : downgrade_path(graph, rows, "base"))
      rows = graph.rows_after(Direction::downgrade, rows, id);
    CHECK(rows.empty());
  }
}
