#pragma once
// Whether a revision does what it is for, tried on a scratch server: in a database that is as the real one was, with
// made-up rows, the upgrade gives the schema that was wanted, the downgrade the old one, the upgrade works again, and
// no row is lost of which the file does not say so.
//
// A proof fails only where it is sure. Where the cause may lie in what a scratch server lacks or in the rows that were
// made up, nothing is proven, and the reason is told.

#include "catalog/introspect.hpp"
#include "catalog/scratch.hpp"
#include "history/revision.hpp"
#include "kinds/schema.hpp"
#include "model/error.hpp"
#include "pg/connection.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace limbeck::proof {

// The exit status of a proof that ran and failed (README, "Commands").
inline constexpr ExitStatus failed_status{7};

struct Result {
  enum class Verdict { proven, not_proven, failed };
  Verdict verdict = Verdict::not_proven;
  std::string text;  // "proven but for postgis and 3 tables", "not proven: no server programs are installed"
  std::optional<Error> failure;    // what failed, with all that is known of it
  bool is_usual = false;           // not proven, and nothing to warn of: there is no server to try it on
  std::vector<std::string> notes;  // more of it, for --verbose
};

struct Stage {
  std::function<std::unique_ptr<pg::Connection>()> open;    // an empty database
  std::string session;                                      // sets a session of it up
  std::function<void(pg::Connection& connection)> prepare;  // makes what was there before the revision
  const Schema* before = nullptr;                           // what that is; null: just what `prepare` makes
  const Schema* after = nullptr;                            // what is wanted; null: not known
  const Schema* settled = nullptr;                          // the same in PostgreSQL's words, where that is known
  std::set<ObjectId> undecided = {};  // of these nobody could tell whether they differ: no statement is about them
  // Makes what a statement failed for want of, a role: whether it could. May be empty.
  std::function<bool(pg::Connection& connection, const Error& error)> mend = {};
  Schema outside = {};  // what these lean on outside of the managed schemas
  catalog::Scratch& scratch;
  std::vector<std::string> search_path;
  catalog::IntrospectOptions introspect;
  bool is_other_version = false;       // than the server that it stands in for
  std::chrono::milliseconds limit{0};  // after which it is given up; 0: none
  std::string place;                   // for messages: what became of the file, and how to try again
};

[[nodiscard]] Result prove(const history::Revision& revision, const Stage& stage);

[[nodiscard]] Result not_proven(const std::string& reason);

}  // namespace limbeck::proof
