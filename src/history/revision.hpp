#pragma once
// What a revision file holds, and what is to be written into a new one. Values only: reading and writing are
// revision_file.hpp's, the graph is revision_graph.hpp's.

#include "model/source.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace limbeck::history {

enum class Direction { upgrade, downgrade };

[[nodiscard]] constexpr const char* word_of(Direction direction) {
  return direction == Direction::upgrade ? "upgrade" : "downgrade";
}

struct Statement {
  std::string sql;       // without the semicolon and the comments around it
  SourcePosition where;  // of its first character in the file
};

// A section of a file: one transaction, or with `no-transaction` statements that run (and are logged) one by one.
struct Section {
  bool transaction = true;
  SourcePosition where;          // of its directive
  std::string sql;               // everything below the directive, LF line ends, no blank lines at either end
  std::uint32_t first_line = 0;  // of the file, where `sql` begins
  std::vector<Statement> statements;
  std::string sha256;  // of the directive and `sql`
};

struct Revision {
  std::string id;
  std::string message;
  std::vector<std::string> down_revisions;  // none: a base; several: a merge
  std::vector<std::string> depends_on;
  std::vector<std::string> branch_labels;
  std::string created;               // as written; ISO in files of limbeck's
  std::vector<std::string> allowed;  // what the header's `Allowed:` lines name: DATA_LOSS:public.people.fax
  std::string path;                  // as messages show it
  SourcePosition where;              // of the `Revision:` line
  std::vector<Section> upgrade;      // in file order
  std::vector<Section> downgrade;    // in file order
  bool applied_only = false;         // its SQL is not here: a database may stand at it, and nothing can be run
  std::string header_sha256;         // of id, down_revisions and depends_on
  std::string file_sha256;           // of the header's hash and those of all sections

  [[nodiscard]] const std::vector<Section>& sections(Direction direction) const {
    return direction == Direction::upgrade ? upgrade : downgrade;
  }
};

// One section to be written: `sql` is its finished text, comments and semicolons included.
struct Unit {
  bool transaction = true;
  std::string sql;
};

struct RevisionDraft {
  std::string message;
  std::string id;  // empty: a new random one
  std::vector<std::string> down_revisions;
  std::vector<std::string> depends_on;
  std::vector<std::string> branch_labels;
  std::vector<std::string> header_notes;  // one comment line each, below the header's fields
  std::vector<Unit> upgrade;              // empty: one empty section
  std::vector<Unit> downgrade;
  bool one_way = false;       // no downgrade section: nobody knows the way back
  bool applied_only = false;  // no sections, but the directive that says so
  std::string created;        // empty: now
};

}  // namespace limbeck::history
