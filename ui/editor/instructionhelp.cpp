#include "ui/editor/instructionhelp.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace sw::ui {
namespace {

using dockerfile::InstructionKind;

struct FlagRow {
    InstructionKind kind;
    const char* name;
    const char* summary;
    bool takesValue;
    std::array<const char*, 3> values;
};

struct InstructionRow {
    InstructionKind kind;
    const char* syntax;
    const char* summary;
    const char* effect;
};

constexpr const char* kLayer = QT_TRANSLATE_NOOP("InstructionHelp", "Adds a layer with the files that it creates or changes.");
constexpr const char* kSettings = QT_TRANSLATE_NOOP("InstructionHelp", "Changes the image's settings only; adds no files.");
constexpr const char* kNothing = QT_TRANSLATE_NOOP("InstructionHelp", "Leaves nothing in the image by itself.");

// In the order in which completion offers them: the common ones first.
constexpr std::array kInstructions{
    InstructionRow{InstructionKind::From, "FROM [--platform=…] image [AS name]",
                   QT_TRANSLATE_NOOP("InstructionHelp", "Begins a stage, on top of an image or of an earlier stage. Only the target stage "
                                                        "becomes the image; the others lend it files."),
                   QT_TRANSLATE_NOOP("InstructionHelp", "The stage starts with all layers of its base.")},
    InstructionRow{InstructionKind::Run, "RUN [flags] command",
                   QT_TRANSLATE_NOOP("InstructionHelp", "Runs a command inside the stage, at build time, and keeps the files it leaves behind."),
                   kLayer},
    InstructionRow{InstructionKind::Copy, "COPY [flags] source… destination",
                   QT_TRANSLATE_NOOP("InstructionHelp", "Copies files from the build context, or with --from out of another stage or image."),
                   kLayer},
    InstructionRow{InstructionKind::Add, "ADD [flags] source… destination",
                   QT_TRANSLATE_NOOP("InstructionHelp", "Like COPY, and it also fetches URLs and Git repositories and unpacks local archives. "
                                                        "Prefer COPY when that is not wanted."),
                   kLayer},
    InstructionRow{InstructionKind::Workdir, "WORKDIR path",
                   QT_TRANSLATE_NOOP("InstructionHelp", "Sets the directory in which the following instructions and the container work; makes "
                                                        "it if it is not there."),
                   QT_TRANSLATE_NOOP("InstructionHelp", "Adds a layer only when the directory has to be made.")},
    InstructionRow{InstructionKind::Arg, "ARG name[=default] …",
                   QT_TRANSLATE_NOOP("InstructionHelp", "Declares a build argument. Before the first FROM it can be used in FROM lines only; a stage "
                                                        "that wants it declares it again."),
                   kNothing},
    InstructionRow{InstructionKind::Env, "ENV name=value …",
                   QT_TRANSLATE_NOOP("InstructionHelp", "Sets environment variables for the following instructions and for the container."), kSettings},
    InstructionRow{InstructionKind::Entrypoint, "ENTRYPOINT [\"program\", \"argument\"]",
                   QT_TRANSLATE_NOOP("InstructionHelp", "The program that the container runs. What CMD says is passed to it as arguments."), kSettings},
    InstructionRow{InstructionKind::Cmd, "CMD [\"program\", \"argument\"]",
                   QT_TRANSLATE_NOOP("InstructionHelp", "What the container runs when it is started without a command, or the default arguments of "
                                                        "ENTRYPOINT. Only the last one counts."),
                   kSettings},
    InstructionRow{InstructionKind::Expose, "EXPOSE port[/protocol] …",
                   QT_TRANSLATE_NOOP("InstructionHelp", "Says on which ports the container listens. It documents; it does not publish them."), kSettings},
    InstructionRow{InstructionKind::User, "USER name[:group]",
                   QT_TRANSLATE_NOOP("InstructionHelp", "The user for the following RUN instructions and for the container."), kSettings},
    InstructionRow{InstructionKind::Label, "LABEL name=value …", QT_TRANSLATE_NOOP("InstructionHelp", "Attaches notes to the image, as names with values."),
                   kSettings},
    InstructionRow{InstructionKind::Volume, "VOLUME path …",
                   QT_TRANSLATE_NOOP("InstructionHelp", "Declares directories that hold data from outside. The container gets a new volume there unless "
                                                        "one is given."),
                   kSettings},
    InstructionRow{InstructionKind::Healthcheck, "HEALTHCHECK [flags] CMD command  |  HEALTHCHECK NONE",
                   QT_TRANSLATE_NOOP("InstructionHelp", "A command that tells whether the running container is well: it ends with 0 when it is, with 1 when it "
                                                        "is not."),
                   kSettings},
    InstructionRow{InstructionKind::Stopsignal, "STOPSIGNAL signal",
                   QT_TRANSLATE_NOOP("InstructionHelp", "The signal that asks the container to end."), kSettings},
    InstructionRow{InstructionKind::Shell, "SHELL [\"program\", \"argument\"]",
                   QT_TRANSLATE_NOOP("InstructionHelp", "The shell for the commands that follow without the JSON form."), kSettings},
    InstructionRow{InstructionKind::Onbuild, "ONBUILD instruction",
                   QT_TRANSLATE_NOOP("InstructionHelp", "Stores an instruction that is carried out when another Dockerfile uses this image in its FROM."),
                   kSettings},
    InstructionRow{InstructionKind::Maintainer, "MAINTAINER name",
                   QT_TRANSLATE_NOOP("InstructionHelp", "The author. Out of use: write LABEL org.opencontainers.image.authors instead."), kSettings},
};

constexpr const char* kChown = QT_TRANSLATE_NOOP("InstructionHelp", "Owner of the copied files, as user[:group]; names are looked up in the stage.");
constexpr const char* kChmod = QT_TRANSLATE_NOOP("InstructionHelp", "Permissions of the copied files, such as 755 or u=rwX,go=rX.");
constexpr const char* kLink = QT_TRANSLATE_NOOP("InstructionHelp", "Makes a layer that does not depend on the ones before, so that it stays cached when they change.");
constexpr const char* kExclude = QT_TRANSLATE_NOOP("InstructionHelp", "Leaves out what matches this pattern. May be given several times.");

constexpr std::array kFlags{
    FlagRow{InstructionKind::From, "platform", QT_TRANSLATE_NOOP("InstructionHelp", "Platform of the base image, such as linux/arm64 or $BUILDPLATFORM."), true, {}},
    FlagRow{InstructionKind::Run, "mount", QT_TRANSLATE_NOOP("InstructionHelp", "Shows the command something that does not stay in the image: a cache, a secret, files of another stage."), true, {}},
    FlagRow{InstructionKind::Run, "network", QT_TRANSLATE_NOOP("InstructionHelp", "Network of this command."), true, {"default", "none", "host"}},
    FlagRow{InstructionKind::Run, "security", QT_TRANSLATE_NOOP("InstructionHelp", "Rights of this command. 'insecure' needs a build that allows it."), true, {"sandbox", "insecure", nullptr}},
    FlagRow{InstructionKind::Copy, "from", QT_TRANSLATE_NOOP("InstructionHelp", "Takes the files from this stage, image or named context instead of the build context."), true, {}},
    FlagRow{InstructionKind::Copy, "chown", kChown, true, {}},
    FlagRow{InstructionKind::Copy, "chmod", kChmod, true, {}},
    FlagRow{InstructionKind::Copy, "link", kLink, false, {}},
    FlagRow{InstructionKind::Copy, "parents", QT_TRANSLATE_NOOP("InstructionHelp", "Keeps the directories of the source path below the destination."), false, {}},
    FlagRow{InstructionKind::Copy, "exclude", kExclude, true, {}},
    FlagRow{InstructionKind::Add, "chown", kChown, true, {}},
    FlagRow{InstructionKind::Add, "chmod", kChmod, true, {}},
    FlagRow{InstructionKind::Add, "link", kLink, false, {}},
    FlagRow{InstructionKind::Add, "exclude", kExclude, true, {}},
    FlagRow{InstructionKind::Add, "checksum", QT_TRANSLATE_NOOP("InstructionHelp", "The digest that the download must have, as sha256:…."), true, {}},
    FlagRow{InstructionKind::Add, "keep-git-dir", QT_TRANSLATE_NOOP("InstructionHelp", "Keeps the .git directory of a Git source."), false, {}},
    FlagRow{InstructionKind::Add, "unpack", QT_TRANSLATE_NOOP("InstructionHelp", "Says whether archives are unpacked; local ones are, downloads are not."), true, {"true", "false", nullptr}},
    FlagRow{InstructionKind::Healthcheck, "interval", QT_TRANSLATE_NOOP("InstructionHelp", "Time between two checks; 30s when not given."), true, {}},
    FlagRow{InstructionKind::Healthcheck, "timeout", QT_TRANSLATE_NOOP("InstructionHelp", "A check that takes longer has failed; 30s when not given."), true, {}},
    FlagRow{InstructionKind::Healthcheck, "start-period", QT_TRANSLATE_NOOP("InstructionHelp", "Time to start up, in which failures do not count; 0s when not given."), true, {}},
    FlagRow{InstructionKind::Healthcheck, "start-interval", QT_TRANSLATE_NOOP("InstructionHelp", "Time between two checks while starting up; 5s when not given."), true, {}},
    FlagRow{InstructionKind::Healthcheck, "retries", QT_TRANSLATE_NOOP("InstructionHelp", "Failures in a row until the container counts as unwell; 3 when not given."), true, {}},
};

struct MountRow {
    const char* types; ///< blank-separated; "" = the type itself
    const char* name;
    const char* summary;
};

constexpr std::array kMountTypes{
    MountRow{"", "bind", QT_TRANSLATE_NOOP("InstructionHelp", "Files of the context or of another stage, for this command only.")},
    MountRow{"", "cache", QT_TRANSLATE_NOOP("InstructionHelp", "A directory that is kept between builds, such as a package manager's cache.")},
    MountRow{"", "tmpfs", QT_TRANSLATE_NOOP("InstructionHelp", "An empty directory in memory.")},
    MountRow{"", "secret", QT_TRANSLATE_NOOP("InstructionHelp", "A secret of the build as a file or a variable; it stays in no layer.")},
    MountRow{"", "ssh", QT_TRANSLATE_NOOP("InstructionHelp", "The connection to an SSH agent.")},
};

constexpr std::array kMountKeys{
    MountRow{"bind cache tmpfs secret ssh", "type", QT_TRANSLATE_NOOP("InstructionHelp", "Kind of the mount; bind when not given.")},
    MountRow{"bind cache tmpfs secret ssh", "target", QT_TRANSLATE_NOOP("InstructionHelp", "Where the command sees it.")},
    MountRow{"bind cache", "from", QT_TRANSLATE_NOOP("InstructionHelp", "Stage, image or named context that it comes from.")},
    MountRow{"bind cache", "source", QT_TRANSLATE_NOOP("InstructionHelp", "Path inside of where it comes from.")},
    MountRow{"bind", "rw", QT_TRANSLATE_NOOP("InstructionHelp", "The command may write; what it writes is thrown away.")},
    MountRow{"cache", "id", QT_TRANSLATE_NOOP("InstructionHelp", "Name of the cache; the target when not given.")},
    MountRow{"cache", "sharing", QT_TRANSLATE_NOOP("InstructionHelp", "What happens when two steps use it at once: shared, private or locked.")},
    MountRow{"cache", "ro", QT_TRANSLATE_NOOP("InstructionHelp", "The command may only read.")},
    MountRow{"cache secret ssh tmpfs", "mode", QT_TRANSLATE_NOOP("InstructionHelp", "Permissions, in octal.")},
    MountRow{"cache secret ssh", "uid", QT_TRANSLATE_NOOP("InstructionHelp", "Owner, as a number.")},
    MountRow{"cache secret ssh", "gid", QT_TRANSLATE_NOOP("InstructionHelp", "Group, as a number.")},
    MountRow{"tmpfs", "size", QT_TRANSLATE_NOOP("InstructionHelp", "Largest size in bytes.")},
    MountRow{"secret ssh", "id", QT_TRANSLATE_NOOP("InstructionHelp", "Name of the secret or of the agent, as the build was given it.")},
    MountRow{"secret", "env", QT_TRANSLATE_NOOP("InstructionHelp", "Gives the secret as this environment variable.")},
    MountRow{"secret ssh", "required", QT_TRANSLATE_NOOP("InstructionHelp", "The step fails when it was not given to the build.")},
};

QString translated(const char* text) {
    return QCoreApplication::translate("InstructionHelp", text);
}

FlagHelp flagHelp(const FlagRow& row) {
    FlagHelp help{QString::fromLatin1(row.name), translated(row.summary), row.takesValue, {}};
    for (const char* value : row.values) {
        if (value != nullptr) {
            help.values.push_back(QString::fromLatin1(value));
        }
    }
    return help;
}

} // namespace

InstructionHelp instructionHelp(InstructionKind kind) {
    const auto row = std::ranges::find(kInstructions, kind, &InstructionRow::kind);
    if (row == kInstructions.end()) {
        return {};
    }
    const std::string_view name = dockerfile::instructionName(kind);
    InstructionHelp help;
    help.name = QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
    help.syntax = QString::fromUtf8(row->syntax);
    help.summary = translated(row->summary);
    help.effect = translated(row->effect);
    for (const FlagRow& flag : kFlags) {
        if (flag.kind == kind) {
            help.flags.push_back(flagHelp(flag));
        }
    }
    return help;
}

std::vector<InstructionKind> allInstructions() {
    std::vector<InstructionKind> kinds;
    for (const InstructionRow& row : kInstructions) {
        kinds.push_back(row.kind);
    }
    return kinds;
}

QString directiveHelp(std::string_view name) {
    if (name == "syntax") {
        return QCoreApplication::translate("InstructionHelp", "The version of the Dockerfile language. Must stand before everything else.");
    }
    if (name == "escape") {
        return QCoreApplication::translate("InstructionHelp", "The character that continues a line and escapes others: \\ or `.");
    }
    if (name == "check") {
        return QCoreApplication::translate("InstructionHelp", "Which build checks to skip, and whether findings stop the build.");
    }
    return {};
}

std::vector<FlagHelp> mountKeys(std::string_view type) {
    const std::string_view wanted = type.empty() ? std::string_view("bind") : type;
    std::vector<FlagHelp> keys;
    for (const MountRow& row : kMountKeys) {
        if (std::string_view(row.types).find(wanted) != std::string_view::npos) {
            const std::string_view name = row.name;
            const bool flag = name == "rw" || name == "ro" || name == "required";
            keys.push_back({QString::fromLatin1(row.name), translated(row.summary), !flag, {}});
        }
    }
    return keys;
}

std::vector<FlagHelp> mountTypes() {
    std::vector<FlagHelp> types;
    for (const MountRow& row : kMountTypes) {
        types.push_back({QString::fromLatin1(row.name), translated(row.summary), false, {}});
    }
    return types;
}

} // namespace sw::ui
