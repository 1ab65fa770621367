// limbeck: the command line. Errors are caught here, once.

#include "cli/console.hpp"
#include "cli/parser.hpp"
#include "model/error.hpp"

#include <exception>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  limbeck::cli::Console console;
  limbeck::ExitStatus status = limbeck::ExitStatus::error;
  try {
    const limbeck::cli::Invocation invocation = limbeck::cli::parse(std::vector<std::string>(argv + 1, argv + argc));
    console = limbeck::cli::Console(invocation.options.color, invocation.options.talk);
    if (invocation.action) {
      limbeck::cli::Project project(invocation.options, console);
      status = invocation.action(project);
    } else {
      console.print(invocation.text);
      status = limbeck::ExitStatus::ok;
    }
    console.flush();
  } catch (const limbeck::Error& error) {
    console.report(error);
    status = error.status;
  } catch (const std::exception& error) {
    console.report(limbeck::Error(error.what()));
    status = limbeck::ExitStatus::error;
  }
  return static_cast<int>(status);
}
