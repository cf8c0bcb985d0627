#include "core/base/digest.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// What this machine allows at best, for tests/bench/engine to compare with. Each command does one thing as plainly as it can be
/// done, several times, and prints the median in seconds.
///
///   engine_limits walk DIR             readdir and fstatat of everything below DIR
///   engine_limits read DIR             the same, and every file opened and read
///   engine_limits hash MEGABYTES       SHA-256 of so many bytes in memory
///   engine_limits write FILE MEGABYTES write(2) of so many bytes into a new file
///   engine_limits copy FROM TO         a file copied to a new one inside the kernel
///   engine_limits exec                 vfork and exec of this program, which ends at once
///   engine_limits step DIR             mount, pid, uts, ipc and network namespace, overlay of two directories below DIR, proc,
///                                      pivot_root and exec: the least that a RUN without a network needs; root only

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRepetitions = 5;
constexpr std::size_t kBuffer = 1U << 20U;

[[noreturn]] void giveUp(const char* what) {
    std::perror(what);
    std::exit(1);
}

double medianOf(const std::function<void()>& once, int repetitions = kRepetitions) {
    std::vector<double> seconds;
    for (int i = 0; i < repetitions; ++i) {
        const auto begin = Clock::now();
        once();
        seconds.push_back(std::chrono::duration<double>(Clock::now() - begin).count());
    }
    std::ranges::sort(seconds);
    return seconds[seconds.size() / 2];
}

void walk(int directory, bool read, std::vector<char>& buffer) {
    DIR* listing = ::fdopendir(directory);
    if (listing == nullptr) {
        giveUp("fdopendir");
    }
    while (const dirent* item = ::readdir(listing)) {
        if (std::strcmp(item->d_name, ".") == 0 || std::strcmp(item->d_name, "..") == 0) {
            continue;
        }
        struct stat status {};
        ::fstatat(directory, item->d_name, &status, AT_SYMLINK_NOFOLLOW);
        if (S_ISDIR(status.st_mode)) {
            walk(::openat(directory, item->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC), read, buffer);
        } else if (read && S_ISREG(status.st_mode)) {
            const int file = ::openat(directory, item->d_name, O_RDONLY | O_CLOEXEC);
            while (::read(file, buffer.data(), buffer.size()) > 0) {
            }
            ::close(file);
        }
    }
    ::closedir(listing);
}

double walkAll(const char* root, bool read) {
    std::vector<char> buffer(kBuffer);
    return medianOf([&] { walk(::open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), read, buffer); });
}

double hash(std::size_t megabytes) {
    const std::string block(kBuffer, 'x');
    return medianOf([&] {
        sw::Sha256 hasher;
        for (std::size_t i = 0; i < megabytes; ++i) {
            hasher.add(block);
        }
        static_cast<void>(hasher.finish());
    });
}

double writeFile(const char* name, std::size_t megabytes) {
    const std::string block(kBuffer, 'x');
    const double seconds = medianOf(
        [&] {
            ::unlink(name);
            const int file = ::open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
            for (std::size_t i = 0; i < megabytes; ++i) {
                if (::write(file, block.data(), block.size()) != static_cast<ssize_t>(block.size())) {
                    giveUp("write");
                }
            }
            ::close(file);
        },
        3);
    ::unlink(name);
    return seconds;
}

double copyFile(const char* from, const char* to) {
    const double seconds = medianOf(
        [&] {
            ::unlink(to);
            const int in = ::open(from, O_RDONLY | O_CLOEXEC);
            const int out = ::open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
            if (in < 0 || out < 0) {
                giveUp("open");
            }
            ssize_t count = 0;
            do {
                count = ::copy_file_range(in, nullptr, out, nullptr, 1U << 30U, 0);
            } while (count > 0);
            if (count < 0) {
                giveUp("copy_file_range");
            }
            ::close(in);
            ::close(out);
        },
        3);
    ::unlink(to);
    return seconds;
}

void endAtOnce(char* self) {
    char word[] = "nothing";
    char* arguments[] = {self, word, nullptr};
    char* environment[] = {nullptr};
    ::execve("/proc/self/exe", arguments, environment);
    ::_exit(127);
}

double exec(char* self) {
    return medianOf(
        [&] {
            const pid_t child = ::vfork();
            if (child == 0) {
                endAtOnce(self);
            }
            ::waitpid(child, nullptr, 0);
        },
        101);
}

/// The first process of the new pid namespace: a root of its own, then the program.
int enterRoot(const std::string& root, int program, char* self) {
    const std::string options = "lowerdir=" + root + "/lower,upperdir=" + root + "/upper,workdir=" + root + "/work";
    const std::string place = root + "/root";
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("overlay", place.c_str(), "overlay", 0, options.c_str()) != 0 || ::chdir(place.c_str()) != 0 ||
        ::mount("proc", "proc", "proc", 0, nullptr) != 0 || ::mount("tmpfs", "dev", "tmpfs", 0, nullptr) != 0 ||
        ::syscall(SYS_pivot_root, ".", ".") != 0 || ::umount2(".", MNT_DETACH) != 0) {
        return 1;
    }
    char word[] = "nothing";
    char* arguments[] = {self, word, nullptr};
    char* environment[] = {nullptr};
    ::syscall(SYS_execveat, program, "", arguments, environment, AT_EMPTY_PATH);
    return 127;
}

double step(const std::string& directory, char* self) {
    for (const char* name : {"lower/proc", "lower/dev", "upper", "work", "root"}) {
        std::filesystem::create_directories(directory + "/" + name);
    }
    const int program = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    return medianOf(
        [&] {
            const pid_t outer = ::fork();
            if (outer == 0) {
                if (::unshare(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET) != 0) {
                    ::_exit(1);
                }
                const pid_t inner = ::fork();
                if (inner == 0) {
                    // A program that needs libraries does not start in an empty root; that it was tried is what counts.
                    ::_exit(enterRoot(directory, program, self));
                }
                int status = 0;
                ::waitpid(inner, &status, 0);
                ::_exit(WIFEXITED(status) && WEXITSTATUS(status) == 1 ? 1 : 0);
            }
            int status = 0;
            ::waitpid(outer, &status, 0);
            if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
                std::fputs("engine_limits: namespaces or overlay are not allowed here\n", stderr);
                std::exit(1);
            }
        },
        31);
}

} // namespace

int main(int count, char** words) {
    const std::string command = count > 1 ? words[1] : "";
    const auto megabytes = [&](int at) { return static_cast<std::size_t>(std::strtoull(words[at], nullptr, 10)); };
    double seconds = 0;
    if (command == "nothing") {
        return 0;
    }
    if (command == "walk" && count == 3) {
        seconds = walkAll(words[2], false);
    } else if (command == "read" && count == 3) {
        seconds = walkAll(words[2], true);
    } else if (command == "hash" && count == 3) {
        seconds = hash(megabytes(2));
    } else if (command == "write" && count == 4) {
        seconds = writeFile(words[2], megabytes(3));
    } else if (command == "copy" && count == 4) {
        seconds = copyFile(words[2], words[3]);
    } else if (command == "exec" && count == 2) {
        seconds = exec(words[0]);
    } else if (command == "step" && count == 3) {
        seconds = step(words[2], words[0]);
    } else {
        std::fputs("usage: engine_limits walk DIR | read DIR | hash MB | write FILE MB | copy FROM TO | exec | step DIR\n", stderr);
        return 2;
    }
    std::printf("%.6f\n", seconds);
    return 0;
}
