#include "cli/files.hpp"

#include "model/error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unistd.h>

namespace limbeck::cli {
namespace fs = std::filesystem;

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    const int why = errno;
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(path, ignored))) return std::nullopt;
    throw Error(fmt::format("{}: can not be read: {}", path.string(), std::generic_category().message(why)));
  }
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

void write_file(const fs::path& path, std::string_view text) {
  std::error_code error;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  if (error) throw Error(fmt::format("{}: can not be made: {}", path.parent_path().string(), error.message()));
  // A link stays one: what it leads to is written.
  const fs::path target = fs::is_symlink(path, error) ? fs::weakly_canonical(path, error) : path;
  const fs::path temporary = target.parent_path() / fmt::format(".{}.{}.tmp", target.filename().string(), ::getpid());
  {
    std::ofstream stream(temporary, std::ios::binary);
    stream.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream.flush()) {
      error = std::error_code(errno, std::generic_category());
      std::error_code ignored;
      fs::remove(temporary, ignored);
      throw Error(fmt::format("{}: can not be written: {}", path.string(), error.message()));
    }
  }
  fs::rename(temporary, target, error);
  if (error) {
    std::error_code ignored;
    fs::remove(temporary, ignored);
    throw Error(fmt::format("{}: can not be written: {}", path.string(), error.message()));
  }
}

}  // namespace limbeck::cli
