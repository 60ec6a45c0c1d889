/** A rule that a finished plan breaks: a defect of the planner, so nothing of the plan is carried out. */
export interface Violation {
  rule: 'one_founding' | 'no_empty_leader' | 'no_lost_data' | 'spare_members' | 'all_members' | 'asked_stays';
  /** the action that breaks it, in the words of `describeAction` */
  action: string;
  /** what would happen */
  message: string;
}
