/** What the page reads of CVAT's answers, and of ours. Fields that it does not use are left out. */
export interface Page<T> { count: number; next: string | null; previous: string | null; results: T[] }
export interface User { id: number; username: string; first_name?: string; last_name?: string }
export interface Summary { count: number; url?: string; completed?: number; validation?: number }
export interface Project {
  id: number; name: string; status: string; owner: User | null; updated_date: string
  tasks: Summary; labels: Summary; organization: number | null
}
export interface Task {
  id: number; name: string; project_id: number | null; status: string; size: number; mode: string
  owner: User | null; updated_date: string; jobs: Summary; labels: Summary; organization: number | null
}
export interface Job { id: number; task_id: number; start_frame: number; stop_frame: number; state: string; stage: string; type: string }
export interface Label { id: number; name: string; color: string; type: string; parent_id?: number | null }
export interface FrameMeta { name: string; width: number; height: number }
export interface DataMeta {
  size: number; start_frame: number; stop_frame: number; frames: FrameMeta[]; deleted_frames: number[]
}
export type ShapeType = 'rectangle' | 'polygon' | 'polyline' | 'points' | 'ellipse' | 'cuboid' | 'mask' | 'skeleton'
export interface Shape {
  id: number; frame: number; label_id: number; type: ShapeType; points: number[]; rotation: number
  occluded: boolean; source?: string; score?: number; elements?: Shape[]
}
export interface TrackedShape { frame: number; type: ShapeType; points: number[]; outside: boolean; occluded: boolean; rotation: number }
export interface Track { id: number; frame: number; label_id: number; source?: string; shapes: TrackedShape[] }
export interface Tag { id: number; frame: number; label_id: number }
export interface Annotations { version: number; shapes: Shape[]; tracks: Track[]; tags: Tag[] }
export interface Neighbour { task: number; job: number; frame: number; object: number | null; label: string | null; score: number }
export interface Neighbours { results: Neighbour[]; pending: boolean }
export interface BackgroundRequest {
  id: string; status: 'queued' | 'started' | 'finished' | 'failed'; message: string; progress?: number | null
  created_date: string; result_url?: string | null
  operation: { type: string; target: string; format?: string | null; task_id?: number | null; project_id?: number | null; job_id?: number | null; name?: string | null }
}
export interface Formats { exporters: { name: string; ext: string; dimension: string }[] }
