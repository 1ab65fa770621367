#pragma once
// The scratch server: a private one from the installed binaries, or the one that scratch.url names. Started when first
// asked for, once a run; its databases go with it.

#include "catalog/scratch.hpp"
#include "model/error.hpp"
#include "pg/connection.hpp"

#include <memory>
#include <string>
#include <vector>

namespace limbeck::cli {

struct ScratchOptions {
  std::string url = {};       // of a server on which databases may be created; empty: a private one
  std::string binaries = {};  // of the private one; empty: those that are found
  std::vector<std::string> search_path = {"public"};  // as models have it
};

// Makes the role that a statement failed for want of; for a private server, where nobody else lives. False if the error
// is another one.
bool make_missing_role(pg::Connection& connection, const Error& error);

class ScratchServer : public catalog::Scratch {
 public:
  explicit ScratchServer(ScratchOptions options);
  ~ScratchServer() override;
  ScratchServer(const ScratchServer&) = delete;
  ScratchServer& operator=(const ScratchServer&) = delete;

  // The database that it stands in for, as PQserverVersion has it (150020): an older server may read its SQL otherwise,
  // or not at all. To be called before it is first asked for something.
  void stand_in_for(int server_version);

  // Whether it is ours alone, so that roles may be made there.
  [[nodiscard]] bool is_private() const { return options_.url.empty(); }
  // An empty database; its conninfo.
  [[nodiscard]] std::string create_database();
  // Objects are made one after the other, each under the search path of its schema. One that fails is tried again after
  // the others: what it names may come later.
  [[nodiscard]] catalog::Built build(const Schema& part) override;

 private:
  struct Databases;
  Databases& databases();

  ScratchOptions options_;
  int at_least_major_ = 0;
  std::unique_ptr<Databases> databases_;
  std::unique_ptr<pg::Connection> building_;  // after the server, so that it ends before it
  std::string building_name_;
};

}  // namespace limbeck::cli
