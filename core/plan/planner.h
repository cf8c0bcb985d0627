#pragma once

#include "core/plan/buildplan.h"
#include "core/plan/stagestate.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace sw::plan {

/// Makes one BuildPlan. Internal to this folder: makePlan() is the face. Stages are lowered in file order, so that the
/// results of those that a stage uses are known. planner.cpp: stages, bases, ops, names; lower.cpp: instructions.
class Planner {
public:
    Planner(const dockerfile::Document& document, const StageGraph& graph, const Inputs& inputs,
            const ImageResolver& resolver);
    BuildPlan run();

    using Known = std::map<std::pair<Hash128, std::vector<OpId>>, OpId>; ///< equal ops are one
    /// For a plan that goes on from another one: its operations, and what they are known by.
    void beginWith(std::vector<Op> ops, Known known);
    Known takeKnown() { return std::move(m_known); }
    /// Stages that triggers of base images name and that no plan was made for: plan again, with these.
    const std::set<std::size_t>& missingStages() const { return m_missing; }

private:
    /// The instruction at work: where it stands, for steps, names and messages.
    struct Place {
        const dockerfile::Instruction* instruction = nullptr;
        std::size_t index = 0; ///< in Document::instructions
        bool fromOnbuild = false;
    };
    using Instruction = dockerfile::Instruction;

    // planner.cpp
    void planStage(const Stage& stage);
    StageState beginStage(const Stage& stage);
    void runTriggers(StageState& state);
    /// What a trigger of an image copies from or mounts. The graph does not know it.
    void findTriggerSource(const StageState& state, EdgeKind kind, const std::string& reference, std::optional<std::size_t>& stage,
                           std::optional<External>& external);
    std::optional<OpId> resultOf(const std::optional<std::size_t>& stage, const std::optional<External>& external);
    OpId sourceOp(const std::string& reference, const oci::Platform& platform, std::string name);
    StageState stateOfExternal(const External& external);
    OpId directoryAsRoot(const std::string& contextName);
    OpId addOp(Operation operation, std::vector<OpId> inputs, std::vector<KeyPart> definition, std::string name);
    void addStep(std::optional<OpId> op, std::optional<oci::HistoryEntry> history);
    std::string stepName(const StageState& state);
    std::string platformPrefix(const StageState& state) const;
    static std::string heredocSummary(const Instruction& instruction);
    std::size_t countSteps(const Stage& stage, const StageState& state) const;
    void error(const TextRange& range, std::string rule, Sentence message, Sentence detail = {});
    /// The op that a --from or from= means; sets `context` instead for a local folder. Absent: a diagnostic exists.
    std::optional<OpId> sourceOf(const StageState& state, EdgeKind kind, const std::string& reference,
                                 std::optional<std::string>& context);

    // lower.cpp
    void lower(StageState& state);
    void lowerRun(StageState& state, const dockerfile::RunArgs& args);
    std::vector<std::string> runArguments(const StageState& state, const dockerfile::RunArgs& args, RunOp& op);
    std::optional<RunMount> lowerMount(const StageState& state, const dockerfile::Mount& mount, std::vector<OpId>& inputs);
    void lowerCopy(StageState& state, const dockerfile::CopyArgs& args);
    void checkCopy(const dockerfile::CopyArgs& args, CopyOp& op);
    void addRemote(const dockerfile::CopyArgs& args, CopyOp& op, RemoteSource remote, std::size_t position);
    bool copySource(const StageState& state, const dockerfile::CopyArgs& args, CopyOp& op, std::vector<OpId>& inputs);
    void lowerWorkdir(StageState& state, const dockerfile::WordsArgs& args);
    void lowerEnv(StageState& state, const dockerfile::PairArgs& args);
    void lowerLabel(StageState& state, const dockerfile::PairArgs& args);
    void lowerArg(StageState& state, const dockerfile::PairArgs& args);
    void lowerExpose(StageState& state, const dockerfile::WordsArgs& args);
    void lowerVolume(StageState& state, const Instruction& instruction);
    void lowerHealthcheck(StageState& state, const dockerfile::HealthcheckArgs& args);
    void lowerCommand(StageState& state, const dockerfile::CommandArgs& args);
    void lowerWords(StageState& state, const dockerfile::WordsArgs& args);
    void metadata(std::string text);
    std::optional<std::string> expand(const StageState& state, std::string_view word, const TextRange& range,
                                      bool heredoc = false);

    const dockerfile::Document& m_document;
    const StageGraph& m_graph;
    const Inputs& m_inputs;
    const ImageResolver& m_resolver;
    BuildPlan m_plan;
    std::map<std::string, std::string> m_platformArgs;
    std::map<std::size_t, StageState> m_states;                 ///< by stage index, after its last instruction
    Known m_known;
    std::set<std::size_t> m_missing;
    std::vector<bool> m_used; ///< by OpId: a step has it
    const Stage* m_stage = nullptr;
    StagePlan* m_stagePlan = nullptr;
    Place m_place;
    std::size_t m_stepNumber = 0;
    std::size_t m_stepTotal = 0;
};

} // namespace sw::plan
